import type { ProposedFraming } from './resource';

/** Asks the server where the face in a picture is, to begin with. Saves nothing. @returns null without an answer: the middle is as good */
export async function fetchFraming(picture: Blob, signal: AbortSignal): Promise<ProposedFraming | null> {
  try {
    const headers = { 'Content-Type': 'application/octet-stream' };
    const response = await fetch('/api/me/avatar/framing', { method: 'POST', headers, body: picture, signal });
    return response.ok ? ((await response.json()) as ProposedFraming) : null;
  } catch {
    return null;
  }
}
