// Where a reader stopped in a book, remembered in this browser and nowhere else: the last heading passed on a page with
// <article data-keep-place="book">. Pages with [data-place="book"] show it, with a way to forget it. Also leads an anchor that is
// not on its page any more to the page where it is now, and draws the reading line where style sheets cannot.
(() => {
  const PREFIX = "place:";
  const area = (() => {
    try {
      window.localStorage.setItem("place-test", "1");
      window.localStorage.removeItem("place-test");
      return window.localStorage;
    } catch {
      return null; // storage is switched off: then nothing is remembered
    }
  })();

  const article = document.querySelector("[data-keep-place]");

  const keep = () => {
    const passed = [...article.querySelectorAll("h2[id], h3[id]")].filter((each) => each.getBoundingClientRect().top < window.innerHeight / 2);
    const last = passed[passed.length - 1];
    const { keepPlace, placeAddress, placeTitle } = article.dataset;
    const value = last && last.id !== "notlar" && last.id !== "kaynaklar"
      ? { address: `${placeAddress}#${last.id}`, title: last.textContent.trim() }
      : { address: placeAddress, title: placeTitle };
    area.setItem(PREFIX + keepPlace, JSON.stringify(value));
  };

  if (article && area) {
    let waiting = 0;
    const later = () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(keep, 800);
    };
    window.addEventListener("scroll", later, { passive: true });
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
    later();
  }

  for (const shown of document.querySelectorAll("[data-place]")) {
    const key = PREFIX + shown.dataset.place;
    let found = null;
    try {
      found = area && JSON.parse(area.getItem(key));
    } catch {
      area.removeItem(key);
    }
    const link = shown.querySelector("[data-place-link]");
    // only a page of this book: what lies in the browser's storage is not trusted further than that
    if (!found || typeof found.title !== "string" || !String(found.address).startsWith(link.getAttribute("href"))) {
      continue;
    }
    link.href = found.address;
    link.textContent = found.title;
    shown.hidden = false;
    shown.querySelector("[data-place-forget]").addEventListener("click", () => {
      area.removeItem(key);
      const next = shown.parentElement.querySelector("a[href]");
      shown.hidden = true;
      next?.focus();
    });
  }

  const anchor = window.location.hash.slice(1);
  if (article && /^[a-z0-9_-]+$/i.test(anchor) && !document.getElementById(anchor)) {
    const address = article.dataset.placeAddress.replace(/[^/]+\/$/, `${anchor}/`);
    fetch(address, { method: "HEAD" }).then((answer) => answer.ok && window.location.replace(address), () => {});
  }

  const line = document.querySelector(".runline");
  if (line && !CSS.supports("animation-timeline", "scroll()")) {
    const draw = () => {
      const whole = document.documentElement.scrollHeight - window.innerHeight;
      line.style.transform = `scaleX(${whole > 0 ? Math.min(1, window.scrollY / whole) : 0})`;
    };
    line.classList.add("runline--drawn");
    window.addEventListener("scroll", draw, { passive: true });
    draw();
  }
})();
