// Formulas between dollars become MathML, which browsers show and screen readers read. Code stays code.
renderMathInElement(document.querySelector('main'), {
  delimiters: [
    { left: '$$', right: '$$', display: true },
    { left: '$', right: '$', display: false },
  ],
  output: 'mathml',
  throwOnError: false,
});
