"""One document model, printed as web page, Word, PDF and XLSX.

Offers `model` (the blocks), `snapshot.to_json` and `from_json`, `web.render_web`, `word.render_word`, `pdf.render_pdf`
and `xlsx.render_xlsx`. Knows no subject; only `web` needs Django.
"""
