// What is wider than its place can be scrolled with the keyboard too; what fits is no stop on the way.
(() => {
  const places = document.querySelectorAll('pre, .wide, .highlight');
  const look = () => places.forEach(place => {
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
    else place.removeAttribute('tabindex');
  });
  new ResizeObserver(look).observe(document.body);
})();
