// What an act did is told beside the place where it was done: the page opens there, and its top is out of sight.
writing.tell = (told, place) => {
  if (place.matches("li")) {
    place.prepend(told);
  } else {
    place.before(told);
  }
  told.scrollIntoView({ block: "center" });
};

(() => {
  // What htmx has saved is said aloud; the line beside the block is for the eye.
  document.addEventListener("htmx:load", (event) => {
    const line = event.target.querySelector?.("[data-saved-now]");
    const voice = line && document.querySelector("[data-arrange-says]");
    if (voice) {
      voice.textContent = line.textContent.trim();
    }
  });

  const start = () => {
    const told = document.querySelector(".messages");
    const place = window.location.hash.length > 1 && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (told && place && place.closest("[data-arrange]")) {
      writing.tell(told, place);
    }
  };
  if (document.readyState === "complete") {
    start();
  } else {
    window.addEventListener("load", start);
  }
})();
