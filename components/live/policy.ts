const CHANNEL = 'likeness-policy';

/** Tells all tabs of the browser, this one included, that the policy has changed. */
export function announcePolicyChange(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** @returns ends the subscription */
export function onPolicyChange(listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = listener;
  return () => channel.close();
}
