// Show chapter 3's network an image of your own: the five most probable of its hundred classes.
(() => {
  const SIDE = 32;
  const MOST = 1024;      // pixels of a side; a larger photograph is first made smaller by the browser

  /** Cuts out the central square and makes each new pixel the mean of all that it covers, as the chapter does. */
  async function small(source) {
    const bitmap = await createImageBitmap(source);
    const side = Math.min(bitmap.width, bitmap.height);
    const from = Math.min(side, MOST);
    const canvas = new OffscreenCanvas(from, from);
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, from, from);
    context.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, from, from);
    return means(context.getImageData(0, 0, from, from).data, from);
  }

  /** Returns the means by channel, row and column, from 0 to 1. */
  function means(data, from) {
    const result = new Float32Array(3 * SIDE * SIDE);
    const ratio = from / SIDE;
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const sums = [0, 0, 0];
        let area = 0;
        for (let v = Math.floor(y * ratio); v < Math.min(from, (y + 1) * ratio); v++) {
          const high = Math.min(v + 1, (y + 1) * ratio) - Math.max(v, y * ratio);
          for (let u = Math.floor(x * ratio); u < Math.min(from, (x + 1) * ratio); u++) {
            const share = high * (Math.min(u + 1, (x + 1) * ratio) - Math.max(u, x * ratio));
            area += share;
            for (let c = 0; c < 3; c++) sums[c] += share * data[4 * (v * from + u) + c];
          }
        }
        for (let c = 0; c < 3; c++) result[(c * SIDE + y) * SIDE + x] = sums[c] / area / 255;
      }
    }
    return result;
  }

  demos.define('picture', async box => {
    const seen = box.querySelector('.seen').getContext('2d');
    const list = box.querySelector('.bars');
    const status = box.querySelector('[role=status]');
    const names = JSON.parse(box.dataset.names);
    const classify = await demos.model('picture', [3, SIDE, SIDE]);

    function showSmall(values) {
      const image = seen.createImageData(SIDE, SIDE);
      for (let i = 0; i < SIDE * SIDE; i++) {
        const colour = [0, 1, 2].map(c => 255 * values[c * SIDE * SIDE + i]);
        image.data.set([...colour, 255], 4 * i);
      }
      seen.putImageData(image, 0, 0);
    }

    const look = demos.newest(async (source, what) => {
      let values;
      try {
        values = await small(source);
      } catch {
        status.textContent = `${what} is not an image that this browser can read.`;
        return;
      }
      showSmall(values);
      const [answer] = await classify(values);
      const five = [...answer.keys()].sort((a, b) => answer[b] - answer[a]).slice(0, 5);
      demos.bars(list, five.map(k => [names[k].replaceAll('_', ' '), answer[k]]));
      status.textContent = `${what}: the network predicts the class ${names[five[0]].replaceAll('_', ' ')}, `
        + `with a probability of ${demos.percent(answer[five[0]])}.`;
    });

    const file = box.querySelector('input[type=file]');
    file.addEventListener('change', () => { if (file.files.length) look(file.files[0], file.files[0].name); });
    const samples = [...box.querySelectorAll('.samples button')];
    samples.forEach(button => button.addEventListener('click',
      () => look(button.querySelector('img'), button.querySelector('img').alt)));
    box.addEventListener('dragover', event => {
      event.preventDefault();
      box.classList.add('over');
    });
    box.addEventListener('dragleave', () => box.classList.remove('over'));
    box.addEventListener('drop', event => {
      event.preventDefault();
      box.classList.remove('over');
      const [dropped] = event.dataTransfer.files;
      if (dropped) look(dropped, dropped.name);
    });
    addEventListener('paste', event => {
      const [pasted] = event.clipboardData.files;
      if (pasted) look(pasted, 'The pasted image');
    });
    const first = samples[0].querySelector('img');
    await first.decode();
    await look(first, first.alt);
  });
})();
