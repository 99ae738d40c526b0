def test_a(app):
    print(app.exception, [b.label for b in app.button], [m.value for m in app.markdown])
    app.chat_input[0].set_value("接待费").run()
    print([ (m.label,m.value) for m in app.metric], [b.key for b in app.button], [m.value for m in app.markdown],[e.label for e in app.expander], app.warning, app.chat_message)
    app.button("turn-0-first-0").click().run()
    print([m.value for m in app.markdown], app.table, [c.value for c in app.caption], [b.key for b in app.button])
    assert 0
