import os

# How a page is looked at by a browser test: (theme, width in px). Two that differ in both; every one in the long proofs.
LOOKS = [("light", 1280), ("dark", 320)]
if os.environ.get("SAMPLAN_PROVE"):
    LOOKS += [("light", 390), ("dark", 900)]
