"""Value types, money, text, codes and the lexicon: data and pure functions, no I/O beyond the data files shipped here."""
