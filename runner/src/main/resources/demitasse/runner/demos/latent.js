// Move a latent vector of chapter 7's autoencoder, over the map or along the principal components, and see the digit.
(() => {
  const LENGTH = 64;
  const SIDE = 28;
  const NEIGHBOURS = 5;

  /** Returns a function that returns the vector of a place: the mean of its neighbours', weighted by their nearness. */
  async function codes(all, chart) {
    const levels = new Int8Array((await demos.bytes('codes')).buffer);
    return (x, y) => {
      const code = new Float32Array(LENGTH);
      const near = chart.nearest(x, y, NEIGHBOURS);
      const weights = near.map(([, square]) => 1 / (square + 1e-9));
      const sum = weights.reduce((a, b) => a + b);
      near.forEach(([point], k) => {
        for (let i = 0; i < LENGTH; i++) {
          code[i] += weights[k] / sum * levels[point * LENGTH + i] * all.scales[i];
        }
      });
      return code;
    };
  }

  /** Adds a slider for a direction, in standard deviations. */
  function slider(list, number) {
    const label = document.createElement('label');
    const input = document.createElement('input');
    Object.assign(input, { type: 'range', min: -4, max: 4, step: 0.1 });
    label.append(`direction ${number}`, input);
    list.append(label);
    return input;
  }

  demos.define('latent', async box => {
    const canvas = box.querySelector('.chart');
    const digit = box.querySelector('.seen').getContext('2d');
    const status = box.querySelector('[role=status]');
    const all = await demos.points();
    const sliders = all.deviations.map((_, k) => slider(box.querySelector('.sliders'), k + 1));
    const chart = new demos.Chart(canvas, all, null);
    const codeAt = await codes(all, chart);
    const decode = await demos.model('decoder', [LENGTH]);
    let place = [all.x[0], all.y[0]];
    let code;

    chart.over = context => {
      const [x, y] = chart.toCanvas(...place);
      for (const [radius, colour] of [[9, getComputedStyle(canvas).color], [7, getComputedStyle(canvas).backgroundColor]]) {
        context.fillStyle = colour;
        context.beginPath();
        context.arc(x, y, radius, 0, 7);
        context.fill();
      }
    };

    const along = direction =>
      all.directions[direction].reduce((sum, value, i) => sum + value * (code[i] - all.means[i]), 0);

    const show = demos.newest(async said => {
      const [pixels] = await decode(code);
      demos.grey(digit, pixels, SIDE, SIDE);
      status.textContent = said;
      await new Promise(requestAnimationFrame);
    });

    function go(x, y) {
      place = [x, y].map(value => Math.min(1, Math.max(0, value)));
      code = codeAt(...place);
      sliders.forEach((input, k) => { input.value = along(k) / all.deviations[k]; });
      chart.draw();
      const [[point]] = chart.nearest(...place, 1);
      return show(`The nearest image on the map is labelled ${all.labels[point]}.`);
    }

    const drag = event => {
      const { left, top } = canvas.getBoundingClientRect();
      go(...chart.toMap(event.clientX - left, event.clientY - top));
    };
    canvas.addEventListener('pointerdown', event => {
      if (!event.isPrimary || event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      drag(event);
    });
    canvas.addEventListener('pointermove', event => { if (event.isPrimary && canvas.hasPointerCapture(event.pointerId)) drag(event); });
    const arrows = { ArrowLeft: [-.02, 0], ArrowRight: [.02, 0], ArrowUp: [0, -.02], ArrowDown: [0, .02] };
    canvas.addEventListener('keydown', event => {
      if (event.key in arrows) {
        go(...place.map((value, axis) => value + arrows[event.key][axis]));
        event.preventDefault();
      }
    });
    sliders.forEach((input, k) => input.addEventListener('input', () => {
      const change = input.value * all.deviations[k] - along(k);
      code = code.map((value, i) => value + change * all.directions[k][i]);
      show(`Direction ${k + 1} is at ${Number(input.value).toFixed(1)} standard deviations.`);
    }));
    await go(...place);
  });
})();
