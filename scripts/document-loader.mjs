// A loader of the bundler: compiles a page of docs/api, which is imported as `….md`, to HTML. Only its result is part of the build.
import { posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import GithubSlugger from 'github-slugger';
import { Marked, Renderer } from 'marked';

/** The folder of the documents, from the root of the repository. */
const FOLDER = 'docs/api';

/** The slash between segments of a path, not the one that begins it. */
const SEGMENT = /(?<=[\w}])\/(?=[\w{])/g;

/** Characters of a word that the first of two columns has room for, in a window of 320 and of 432 pixels. */
const SHORT_WORD = 10;
const LONGEST_WORD = 22;

/** A character reference of HTML. */
const ENTITY = /&#?\w+;/;

/**
 * @this {{ addDependency(path: string): void, resourcePath: string }}
 * @param {string} source a document, as Markdown
 */
export default function load(source) {
  // The bundler keeps results from one build to the next, and does not see changes of this file.
  this.addDependency(fileURLToPath(import.meta.url));
  return `export default ${JSON.stringify(renderNamed(source, this.resourcePath))};`;
}

function renderNamed(source, path) {
  try {
    return renderDocument(source);
  } catch (cause) {
    // marked asks in a second line to report errors to its authors.
    const [message] = cause.message.split('\n', 1);
    throw new Error(`${relative('.', path)}: ${message}`, { cause });
  }
}

/**
 * @param {string} source
 * @returns {import('../components/documentation/document').RenderedDocument}
 */
export function renderDocument(source) {
  const renderer = new DocumentRenderer();
  const html = new Marked().parse(source, { async: false, gfm: true, renderer });
  return { sections: renderer.sections, html };
}

/** Throws for what the documents do not have, so that no markup of theirs has to be trusted. */
class DocumentRenderer extends Renderer {
  sections = [];
  #slugger = new GithubSlugger();
  #heading = '';
  #labels = new Map();

  heading({ tokens, depth }) {
    this.#heading = textOf(tokens);
    refuseEntities(this.#heading);
    const id = this.#slugger.slug(this.#heading);
    if (depth === 2) this.sections.push({ id, title: this.#heading });
    return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
  }

  /** `document.css` lets two columns fit into every window, unless the first has a word that is too long. */
  table(token) {
    const content = super.table(token);
    const longest = longestWord(token);
    if (token.header.length > 2 || longest > LONGEST_WORD) return this.#scrollable('table', 'Table', content);
    return `<div class="document-table document-${longest > SHORT_WORD ? 'breaking' : 'pairs'}">${content}</div>\n`;
  }

  code(token) {
    return this.#scrollable('code', 'Example', super.code({ ...token, lang: undefined }));
  }

  /** With places where a narrow table may break a path. */
  codespan({ text }) {
    return `<code>${escaped(text).replaceAll(SEGMENT, '<wbr>/')}</code>`;
  }

  link({ href, tokens, raw, text: written }) {
    const text = this.parser.parseInline(tokens);
    // An e-mail address or a host in prose, which GitHub makes a link.
    if (raw === written && !href.startsWith('https://')) return text;
    const address = addressOf(href);
    return address === null ? `${text} (<code>${escaped(pathOf(href))}</code>)` : `<a href="${escaped(address)}">${text}</a>`;
  }

  html({ raw }) {
    throw new Error(`Expected Markdown without HTML; got ${raw.trim()}`);
  }

  image({ raw }) {
    throw new Error(`Expected a document without pictures; got ${raw}`);
  }

  /** A part that may be wider than its page. Safari scrolls only focused parts by keyboard. */
  #scrollable(kind, label, content) {
    const name = escaped(this.#numbered(`${label}: ${this.#heading}`));
    return `<div class="document-${kind}" role="group" tabindex="0" aria-label="${name}">${content}</div>\n`;
  }

  /** @returns a name that no other part has */
  #numbered(label) {
    const count = (this.#labels.get(label) ?? 0) + 1;
    this.#labels.set(label, count);
    return count === 1 ? label : `${label} (${count})`;
  }
}

/** @returns the address that a link leads to on the pages; null for files that have no page */
function addressOf(href) {
  refuseEntities(href);
  if (/^(?:https:\/\/|#)/.test(href)) return href;
  const [, name, anchor = ''] = /^(?:\.\/)?([\w-]+)\.md(#.*)?$/.exec(href) ?? [];
  if (name !== undefined) return `/docs${name === 'README' ? '' : `/${name}`}${anchor}`;
  if (href.startsWith('../')) return null;
  throw new Error(`Expected a link to a heading, a file of the repository or an https address; got ${href}`);
}

/** @returns the path of a file that a link leads to, from the root of the repository */
function pathOf(href) {
  return posix.join(FOLDER, href.split('#', 1)[0]);
}

/** @returns the length of the longest word in the first column of a table; paths may break at slashes */
function longestWord({ header, rows }) {
  const words = [header, ...rows].flatMap(([first]) => textOf(first.tokens).split(/\s+/)).flatMap((word) => word.split(SEGMENT));
  return Math.max(...words.map(({ length }) => length));
}

/** @returns the text of inline tokens without their markup */
function textOf(tokens) {
  return tokens.map((token) => (token.tokens ? textOf(token.tokens) : token.text)).join('');
}

/** Headings and addresses are escaped as they are written. */
function refuseEntities(text) {
  if (ENTITY.test(text)) throw new Error(`Expected a heading or link without entities; got ${text}`);
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
