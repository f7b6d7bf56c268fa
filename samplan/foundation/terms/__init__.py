"""The words a county agrees on: lists of terms with validity, and the older and avoided spellings that they take the place of."""
