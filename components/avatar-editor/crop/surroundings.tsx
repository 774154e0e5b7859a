interface SurroundingsProps {
  /** Of the picture; empty while the dialog closes: there is no picture any more. */
  url: string;
  /** Of a small copy that is blurred already. */
  blurred?: string | undefined;
}

/** The blurred copy of a picture, around its frame and while it opens. */
export function Surroundings({ url, blurred }: SurroundingsProps) {
  if (blurred !== undefined) return <div className="editor-surroundings" style={{ backgroundImage: `url(${blurred})` }} />;
  if (url === '') return null;
  return <img src={url} alt="" draggable={false} className="editor-surroundings" />;
}
