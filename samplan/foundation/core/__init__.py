"""Paper and pens: Swedish text and sorting, tables, charts, documents, the frame of every page. No tables, no subject."""
