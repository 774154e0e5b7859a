import { Camera, CameraOff, Check, LoaderCircle, RotateCcw } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTexts } from '../../../texts/texts';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Select } from '../../../ui/select';
import { useCameraProblem } from './camera-problem';
import { takePhoto } from './take-photo';
import { useCamera } from './use-camera';

export interface CameraDialogProps {
  onClose: () => void;
  onFile: (file: File) => void;
}

/** Seconds of the countdown: time to look into the camera. */
const COUNTDOWN = 3;
const SECOND_MS = 1000;

interface Photo {
  file: File;
  url: string;
}

/** Takes a photo with the camera of the device. */
export default function CameraDialog({ onClose, onFile }: CameraDialogProps) {
  const t = useTexts('sources.camera');
  const { state, retry, choose } = useCamera();
  const video = useRef<HTMLVideoElement>(null);
  const shutter = useRef<HTMLButtonElement>(null);
  const use = useRef<HTMLButtonElement>(null);
  const [isReady, setReady] = useState(false);
  /** Seconds that are left; null: it does not run. */
  const [left, setLeft] = useState<number | null>(null);
  const [photo, setPhoto] = useState<Photo | null>(null);
  const stream = state.phase === 'live' ? state.stream : null;

  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
    return () => {
      setReady(false);
      setLeft(null);
    };
  }, [stream]);
  useEffect(() => (photo ? () => URL.revokeObjectURL(photo.url) : undefined), [photo]);

  const take = useEffectEvent(async () => {
    setLeft(null);
    const file = video.current && (await takePhoto(video.current));
    if (file) setPhoto({ file, url: URL.createObjectURL(file) });
  });
  useEffect(() => {
    if (left === null) return;
    const timer = setTimeout(() => (left > 1 ? setLeft(left - 1) : void take()), SECOND_MS);
    return () => clearTimeout(timer);
  }, [left]);
  const hadPhoto = useRef(false);
  // The focused button is replaced.
  useEffect(() => {
    if (photo) use.current?.focus();
    else if (hadPhoto.current) shutter.current?.focus();
    hadPhoto.current = photo !== null;
  }, [photo]);

  function focusShutter(event: Event) {
    event.preventDefault();
    shutter.current?.focus();
  }

  const problem = useCameraProblem(state.phase === 'problem' ? state.problem : null);
  return (
    <Dialog isOpen onClose={onClose} title={t('title')} description={t('about')} className="max-w-md" onOpenFocus={focusShutter}>
      {problem ? (
        // As high as the preview if the window has room, and never lower than its words.
        <div
          role="alert"
          className="flex min-h-[min(25rem,calc(100vw-4.5rem),calc(100dvh-17rem))] flex-col items-center justify-center gap-3 rounded-2xl bg-sunken p-5 text-center"
        >
          <CameraOff className="size-10 shrink-0 text-muted" strokeWidth={1.5} aria-hidden="true" />
          <p className="font-medium">{problem.title}</p>
          <p className="max-w-72 text-muted text-sm">{problem.advice}</p>
        </div>
      ) : (
        <div className="relative mx-auto aspect-square w-full max-w-[min(100%,max(10rem,calc(100dvh-17rem)))] overflow-hidden rounded-2xl bg-sunken">
          <video
            ref={video}
            autoPlay
            playsInline
            muted
            aria-label={t('preview')}
            data-testid="camera-preview"
            onPlaying={() => setReady(true)}
            className="size-full -scale-x-100 object-cover"
          />
          {photo && <img src={photo.url} alt={t('photo')} data-testid="camera-photo" className="absolute inset-0 size-full object-cover" />}
          {!photo && <Circle />}
          {!isReady && !photo && (
            <p className="absolute inset-0 flex items-center justify-center gap-2 bg-sunken text-sm">
              <LoaderCircle className="size-5 text-accent motion-safe:animate-spin" aria-hidden="true" />
              {t(state.phase === 'live' ? 'starting' : 'allow')}
            </p>
          )}
          {left !== null && (
            <p
              key={left}
              aria-hidden="true"
              data-testid="countdown"
              className="absolute inset-0 flex items-center justify-center font-semibold text-8xl text-white tabular-nums drop-shadow-[0_2px_12px_rgb(0_0_0/60%)]"
            >
              {left}
            </p>
          )}
        </div>
      )}
      <p role="status" className="sr-only">
        {left ?? (photo ? t('taken') : '')}
      </p>
      {state.phase === 'live' && state.cameras.length > 1 && !photo && (
        <div className="mt-4">
          <Select
            label={t('camera')}
            value={state.deviceId}
            options={state.cameras.map(({ deviceId, label }, at) => ({
              value: deviceId,
              label: label || t('unnamed', { number: at + 1 }),
            }))}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        </div>
      )}
      <div className="mt-5 flex flex-wrap justify-center gap-2">
        {problem && (
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" onClick={retry}>
              <RotateCcw aria-hidden="true" /> {t('again')}
            </Button>
          </>
        )}
        {!problem && photo && (
          <>
            <Button onClick={() => setPhoto(null)}>
              <RotateCcw aria-hidden="true" /> {t('retake')}
            </Button>
            <Button ref={use} variant="primary" onClick={() => onFile(photo.file)}>
              <Check aria-hidden="true" /> {t('use')}
            </Button>
          </>
        )}
        {!problem && !photo && (
          <Button
            ref={shutter}
            variant={left === null ? 'primary' : 'plain'}
            className="min-w-44"
            aria-disabled={!isReady}
            onClick={() => isReady && setLeft(left === null ? COUNTDOWN : null)}
          >
            {left === null ? (
              <>
                <Camera aria-hidden="true" /> {t('take')}
              </>
            ) : (
              t('stop')
            )}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

/** Where the picture will be cut to a circle. */
function Circle() {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
      <path d="M0 0h100v100H0zM50 3a47 47 0 1 0 0 94a47 47 0 1 0 0-94z" fillRule="evenodd" className="fill-black/40" />
      <circle cx="50" cy="50" r="47" fill="none" strokeWidth="0.5" className="stroke-white/80" />
    </svg>
  );
}
