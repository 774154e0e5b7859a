// A loader of the build: compiles the texts of a catalogue, so that neither the server nor the browser needs the parser of ICU messages.

/** @param {string} source JSON of a catalogue */
module.exports = function compileMessages(source) {
  const done = this.async();
  import('icu-minify/compile')
    .then(({ default: compile }) => {
      const compiled = (value) =>
        typeof value === 'string'
          ? compile(value)
          : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, compiled(inner)]));
      // Parsing JSON is faster than evaluating a literal.
      const json = JSON.stringify(JSON.stringify(compiled(JSON.parse(source))));
      done(null, `export default JSON.parse(${json});`);
    })
    .catch(done);
};
