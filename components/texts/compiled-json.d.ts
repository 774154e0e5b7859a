/** A catalogue that `scripts/texts-loader.mjs` has compiled. */
declare module '*.json?compiled' {
  const messages: object;
  export default messages;
}
