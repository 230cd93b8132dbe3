// Security keys: says on the page why a key could not be used (allauth dispatches "allauth.error").
document.addEventListener("allauth.error", (event) => {
  const note = document.querySelector("[data-key-error]");
  if (!note) {
    return;
  }
  event.preventDefault();
  note.hidden = false;
  note.focus();
});
