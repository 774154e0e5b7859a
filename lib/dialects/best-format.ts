import type { OutputFormat } from '@/lib/avatars/limits';

/** The smallest format that the client names in `Accept`; JPEG, which everything shows, for those that name none. */
export function bestFormat(request: Request): OutputFormat {
  const accept = request.headers.get('accept') ?? '';
  if (accept.includes('image/avif')) return 'avif';
  if (accept.includes('image/webp')) return 'webp';
  return accept.includes('image/png') && !accept.includes('image/jpeg') ? 'png' : 'jpg';
}
