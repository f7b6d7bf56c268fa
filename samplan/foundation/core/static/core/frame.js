"use strict";
// "/" puts the cursor in the search field, unless one is already writing.
document.addEventListener("keydown", (event) => {
  const field = document.getElementById("frame-search");
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey || !field || !field.offsetParent) return;
  event.preventDefault();
  field.focus();
  field.select();
});
