// The thumb bar of the week: names the part in sight and leads to the one before and after it.
(() => {
  const bar = document.querySelector(".thumbbar.by-script");
  const parts = [...document.querySelectorAll("[data-part]")];
  if (!bar || parts.length === 0) return;
  const [back, on] = bar.querySelectorAll("a");
  const name = bar.querySelector(".where-name");
  const count = bar.querySelector(".where-count");
  const show = (index) => {
    name.textContent = parts[index].dataset.part;
    count.textContent = `${index + 1} / ${parts.length}`;
    back.href = `#${parts[Math.max(0, index - 1)].id}`;
    on.href = `#${parts[Math.min(parts.length - 1, index + 1)].id}`;
  };
  const look = () => {
    const line = window.innerHeight / 3;
    let index = 0;
    parts.forEach((part, at) => {
      if (part.getBoundingClientRect().top <= line) index = at;
    });
    show(index);
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      look();
    });
  }, { passive: true });
  look();
})();
