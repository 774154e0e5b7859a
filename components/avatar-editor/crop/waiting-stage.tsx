import { useEffect, useState } from 'react';
import { blurredThumbnail } from '../open/blurred-thumbnail';
import { Surroundings } from './surroundings';

interface WaitingStageProps {
  /** The file that opens; null while the dialog closes. */
  file: Blob | null;
  /** Of the picture; empty if showing it would decode all of it. */
  url: string;
}

/** The stage while a picture opens: as dark as around the frame, so that the picture lights up in it. */
export function WaitingStage({ file, url }: WaitingStageProps) {
  const blurred = useBlurredThumbnail(file);
  return (
    <div className="editor-area editor-waiting">
      <Surroundings url={url} blurred={blurred} isLoading />
    </div>
  );
}

function useBlurredThumbnail(file: Blob | null): string | undefined {
  const [shown, setShown] = useState<{ of: Blob; url: string } | null>(null);
  useEffect(() => {
    if (!file) return;
    let isCurrent = true;
    void blurredThumbnail(file).then((url) => isCurrent && url !== undefined && setShown({ of: file, url }));
    return () => {
      isCurrent = false;
    };
  }, [file]);
  return shown?.of === file ? shown?.url : undefined;
}
