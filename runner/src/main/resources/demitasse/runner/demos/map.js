// Explore chapter 9's map: hover, zoom, and thumbnails.
(() => {
  const LARGE = 84;       // the side of the picture of the point under the pointer

  demos.define('map', async box => {
    const canvas = box.querySelector('canvas');
    const status = box.querySelector('[role=status]');
    const all = await demos.points();
    const chart = new demos.Chart(canvas, all, await demos.thumbnails(all.x.length));
    let at = null;
    const pointers = new Map();

    chart.over = context => {
      if (at === null) return;
      const [x, y] = chart.toCanvas(all.x[at], all.y[at]);
      const within = value => Math.min(chart.side - LARGE / 2 - 4, Math.max(LARGE / 2 + 4, value));
      const left = within(x), top = within(y + (y > LARGE * 1.2 ? -1 : 1) * LARGE * 0.65);
      context.strokeStyle = getComputedStyle(canvas).color;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(x, y, 6, 0, 7);
      context.stroke();
      chart.thumbnail(at, left, top, LARGE);
      context.strokeRect(left - LARGE / 2, top - LARGE / 2, LARGE, LARGE);
    };

    function point(x, y) {
      [[at]] = chart.nearest(...chart.toMap(x, y), 1);
      chart.draw();
      status.textContent = `Image ${at + 1} of ${all.x.length} is labelled ${all.labels[at]}.`;
    }

    const place = event => {
      const { left, top } = canvas.getBoundingClientRect();
      return [event.clientX - left, event.clientY - top];
    };
    const gap = ([a, b]) => Math.hypot(a[0] - b[0], a[1] - b[1]);
    canvas.addEventListener('pointerdown', event => {
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, place(event));
      point(...place(event));
    });
    canvas.addEventListener('pointermove', event => {
      const [x, y] = place(event);
      if (!pointers.has(event.pointerId)) {
        point(x, y);
        return;
      }
      const before = [...pointers.values()];
      const [wasX, wasY] = pointers.get(event.pointerId);
      pointers.set(event.pointerId, [x, y]);
      const now = [...pointers.values()];
      if (now.length === 2) {
        const middle = [0, 1].map(axis => (now[0][axis] + now[1][axis]) / 2);
        chart.look(chart.zoom * gap(now) / gap(before), middle);
      } else {
        const [mapX, mapY] = chart.toMap(x, y), [beforeX, beforeY] = chart.toMap(wasX, wasY);
        chart.move(beforeX - mapX, beforeY - mapY);
      }
    });
    ['pointerup', 'pointercancel'].forEach(
      type => canvas.addEventListener(type, event => pointers.delete(event.pointerId)));
    canvas.addEventListener('wheel', event => {
      // At the end of the zoom the page scrolls on.
      const zoom = chart.zoom * 1.002 ** -event.deltaY;
      if (zoom < 1 && chart.zoom === 1) return;
      event.preventDefault();
      chart.look(zoom, place(event));
    }, { passive: false });

    const middle = () => [chart.side / 2, chart.side / 2];
    const zoom = factor => {
      chart.look(chart.zoom * factor);
      point(...middle());
    };
    const pan = (x, y) => {
      chart.move(x * 0.1 / chart.zoom, y * 0.1 / chart.zoom);
      point(...middle());
    };
    const keys = {
      '+': () => zoom(1.5), '-': () => zoom(1 / 1.5), 0: () => zoom(0),
      ArrowLeft: () => pan(-1, 0), ArrowRight: () => pan(1, 0), ArrowUp: () => pan(0, -1), ArrowDown: () => pan(0, 1),
    };
    canvas.addEventListener('keydown', event => {
      if (event.key in keys && !event.ctrlKey && !event.metaKey) {
        keys[event.key]();
        event.preventDefault();
      }
    });
    box.querySelectorAll('[data-key]').forEach(
      button => button.addEventListener('click', () => keys[button.dataset.key]()));
    chart.draw();
    status.textContent = `${all.x.length} images of ${all.data}. Point at one.`;
  });
})();
