// A loader of the bundler: compiles a catalogue that is imported as `….json?compiled`, as lib/languages/compile-texts.ts does for the texts
// that a page brings along. Browsers have no parser of ICU messages.
import compile from 'icu-minify/compile';

/** @param {string} source a catalogue, as JSON */
export default function load(source) {
  return `export default ${JSON.stringify(compileAll(JSON.parse(source)))};`;
}

/** @param {object} messages */
function compileAll(messages) {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [key, typeof value === 'string' ? compile(value) : compileAll(value)]),
  );
}
