declare module '*.md' {
  const document: import('./document').RenderedDocument;
  export default document;
}
