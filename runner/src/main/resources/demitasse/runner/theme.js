// Light or dark as the system says, until the reader chooses; the list of headings as there is room.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const stored = () => {
    try { return localStorage.getItem('theme'); } catch { return null; }
  };
  const show = () => { root.dataset.theme = stored() || (dark.matches ? 'dark' : 'light'); };
  show();
  dark.addEventListener('change', show);
  addEventListener('DOMContentLoaded', () => {
    // On a phone the list of headings would fill the screen before the chapter begins.
    const contents = document.querySelector('.contents details');
    if (contents && matchMedia('(max-width: 40rem)').matches) contents.open = false;
    document.getElementById('theme').addEventListener('click', () => {
      const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
      try { localStorage.setItem('theme', theme); } catch { /* not remembered, but shown */ }
      root.dataset.theme = theme;
    });
  });
})();
