/** Pages that need no session, beside the start page. */
export const PLAIN_VISITOR_PAGES = [
  '/sign-in',
  '/sign-up',
  '/forgot',
  '/docs',
  '/docs/native',
  '/reset?token=x',
  '/verify?token=x&new=1',
  '/no/such/page',
];

export const VISITOR_PAGES = ['/', ...PLAIN_VISITOR_PAGES];
