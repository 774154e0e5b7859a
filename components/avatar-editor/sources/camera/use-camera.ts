import { useEffect, useState } from 'react';
import { type CameraProblem, cameraProblem } from './camera-problem';

export type CameraState =
  | { phase: 'starting' }
  | { phase: 'live'; stream: MediaStream; cameras: readonly MediaDeviceInfo[]; deviceId: string }
  | { phase: 'problem'; problem: CameraProblem };

/** More than the editor shows, and what most cameras have. */
const SIZE = { width: { ideal: 1920 }, height: { ideal: 1080 } };

const stop = (stream: MediaStream) => {
  for (const track of stream.getTracks()) track.stop();
};

/** Runs the camera while the component is mounted, and stops it after that, also if it starts too late. */
export function useCamera() {
  const [state, setState] = useState<CameraState>({ phase: 'starting' });
  /** The chosen camera; undefined: the one that faces the person. Changing `attempt` starts again. */
  const [wanted, setWanted] = useState<{ deviceId?: string; attempt: number }>({ attempt: 0 });

  useEffect(() => {
    let isGone = false;
    let running: MediaStream | undefined;

    async function start() {
      if (!navigator.mediaDevices?.getUserMedia) return setState({ phase: 'problem', problem: 'insecure' });
      const which = wanted.deviceId === undefined ? { facingMode: 'user' } : { deviceId: { exact: wanted.deviceId } };
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ video: { ...which, ...SIZE }, audio: false });
        if (isGone) return stop(stream);
        running = stream;
        const [track] = stream.getVideoTracks();
        // Not after `stop`, which sends no event.
        track?.addEventListener('ended', () => !isGone && setState({ phase: 'problem', problem: 'lost' }));
        // Has names only once the camera is allowed.
        const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
        if (isGone) return;
        const cameras = devices.filter(({ kind }) => kind === 'videoinput');
        setState({ phase: 'live', stream, cameras, deviceId: track?.getSettings().deviceId ?? '' });
      } catch (error) {
        if (!isGone) setState({ phase: 'problem', problem: cameraProblem(error) });
      }
    }

    void start();
    return () => {
      isGone = true;
      if (running) stop(running);
    };
  }, [wanted]);

  const restart = (deviceId?: string) => {
    setState({ phase: 'starting' });
    setWanted(({ attempt, deviceId: before }) => ({ deviceId: deviceId ?? before, attempt: attempt + 1 }));
  };
  return { state, retry: () => restart(), choose: restart };
}
