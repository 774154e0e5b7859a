/** The blurred copy of a picture, while it opens. @param url empty while the dialog closes: there is no picture any more */
export function Surroundings({ url }: { url: string }) {
  if (url === '') return null;
  return <img src={url} alt="" className="editor-surroundings" />;
}
