// Boxes for text grow with what is written in them, also where the browser cannot do it by style (field-sizing).
(() => {
  if (CSS.supports("field-sizing", "content")) {
    return;
  }
  const fit = (area) => {
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 4}px`;
  };
  document.addEventListener("input", (event) => event.target.matches("form.editor textarea") && fit(event.target));
  writing.each((form) => {
    form.querySelectorAll("textarea").forEach(fit);
    form.addEventListener("kept-given", () => form.querySelectorAll("textarea").forEach(fit));
  });
})();
