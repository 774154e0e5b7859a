/** A word that begins with one letter and a hyphen, in any script: "e-mail". */
const SHORT_PREFIX = /((?<![\p{L}\p{N}-])\p{L}-\p{L}+)/u;

/** The text of a heading, whose lines never end with "e-": browsers break at every hyphen. */
export function HeadingText({ children }: { children: string }) {
  const [before, word, ...rest] = children.split(SHORT_PREFIX);
  if (word === undefined) return children;
  return (
    <>
      {before}
      <span className="whitespace-nowrap">{word}</span>
      <HeadingText>{rest.join('')}</HeadingText>
    </>
  );
}
