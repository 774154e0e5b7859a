/**
 * Returns the target path of a click on a link within this tab and site; null if the click loses nothing: no link, another tab, a download,
 * or another fragment of this page. For other sites the browser itself asks.
 */
export function linkTargetOf(event: Pick<MouseEvent, 'button' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'target'>): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.href || (link.target && link.target !== '_self') || link.hasAttribute('download')) return null;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== window.location.origin) return null;
  return pathname === window.location.pathname && search === window.location.search ? null : pathname + search + hash;
}
