// What is wider than its place can be scrolled with the keyboard too; what fits is no stop on the way.
(() => {
  // Asked for anew each time: formulas come later than the page.
  const look = () => document.querySelectorAll('pre, .wide, .highlight, .katex').forEach(place => {
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
    else place.removeAttribute('tabindex');
  });
  new ResizeObserver(look).observe(document.body);
})();
