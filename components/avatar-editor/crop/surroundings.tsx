import { useState } from 'react';
import { cn } from '../../ui/cn';

interface SurroundingsProps {
  /** Of the picture; empty while the dialog closes: there is no picture any more. */
  url: string;
  /** Of a small copy that is blurred already. */
  blurred?: string | undefined;
  /** Whether the picture may still be loading: the rows that are there already would be a strip along the upper edge. */
  isLoading?: boolean;
}

/** The blurred copy of a picture, around its frame and while it opens. */
export function Surroundings({ url, blurred, isLoading = false }: SurroundingsProps) {
  const [loaded, setLoaded] = useState('');
  if (blurred !== undefined) return <div className="editor-surroundings" style={{ backgroundImage: `url(${blurred})` }} />;
  if (url === '') return null;
  return (
    <img
      src={url}
      alt=""
      draggable={false}
      className={cn('editor-surroundings', isLoading && loaded !== url && 'invisible')}
      onLoad={isLoading ? () => setLoaded(url) : undefined}
    />
  );
}
