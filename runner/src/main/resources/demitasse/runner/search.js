// Finds sections that have words beginning with all that is typed. The index is loaded when somebody searches.
(() => {
  const MOST = 12;
  const AROUND = 60;      // characters before and behind what was found
  const form = document.querySelector('.search');
  const input = form.querySelector('input');
  const found = form.querySelector('.found');
  let loading;

  function index() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = 'search-index.js';
      script.onload = () => resolve(self.searchIndex);
      script.onerror = () => reject(new Error('the index is missing'));
      document.head.append(script);
    });
    return loading;
  }

  const pattern = word => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'giu');

  /** Titles count for more than headings, and these for more than text; 0 if a word is nowhere. */
  function score(section, patterns) {
    const counts = patterns.map(each => {
      const times = text => (text.match(each) || []).length;
      return 20 * times(section.title) * (section.heading ? 0.2 : 1)
        + 10 * times(section.heading) + Math.min(5, times(section.text));
    });
    return counts.includes(0) ? 0 : counts.reduce((a, b) => a + b);
  }

  function excerpt(text, patterns) {
    const at = Math.max(0, text.search(patterns[0]) - AROUND);
    const piece = text.slice(at, at + 2 * AROUND + 20);
    const marked = document.createElement('span');
    const any = new RegExp(patterns.map(each => each.source).join('|'), 'giu');
    let from = 0;
    for (const match of piece.matchAll(any)) {
      const mark = document.createElement('mark');
      mark.textContent = match[0];
      marked.append(piece.slice(from, match.index), mark);
      from = match.index + match[0].length;
    }
    marked.append(piece.slice(from), ' …');
    if (at > 0) marked.prepend('… ');
    return marked;
  }

  function entry(section, patterns) {
    const link = document.createElement('a');
    link.href = section.page;
    const title = document.createElement('strong');
    title.textContent = section.heading ? `${section.heading} · ${section.title}` : section.title;
    link.append(title, excerpt(section.text, patterns));
    const item = document.createElement('li');
    item.append(link);
    return item;
  }

  async function search() {
    const sections = await index();
    // Read only now: what was typed may have changed, or gone, while the index was loading.
    const words = input.value.trim().split(/\s+/).filter(Boolean);
    found.replaceChildren();
    if (words.length === 0) return;
    const patterns = words.map(pattern);
    const best = sections.map(section => [section, score(section, patterns)])
      .filter(([, points]) => points > 0).sort((a, b) => b[1] - a[1]);
    const said = document.createElement('p');
    said.textContent = best.length === 0 ? 'Nothing found.'
      : best.length === 1 ? '1 section' : `${best.length} sections`;
    const list = document.createElement('ul');
    list.append(...best.slice(0, MOST).map(([section]) => entry(section, patterns)));
    found.replaceChildren(said, list);
  }

  form.hidden = false;
  form.addEventListener('submit', event => {
    event.preventDefault();
    found.querySelector('a')?.click();
  });
  input.addEventListener('focus', index);
  input.addEventListener('input', search);
  form.addEventListener('keydown', event => {
    const links = [input, ...found.querySelectorAll('a')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      input.value = '';
      found.replaceChildren();
      input.focus();
    } else if (step) {
      links[links.indexOf(document.activeElement) + step]?.focus();
      event.preventDefault();
    }
  });
  found.addEventListener('click', () => found.replaceChildren());
  addEventListener('click', event => { if (!form.contains(event.target)) found.replaceChildren(); });
  addEventListener('keydown', event => {
    if (event.key === '/' && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
})();
