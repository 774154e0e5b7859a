/** First version that shows users to everyone. */
export const OPEN = { 'Ulule-Version': '2018-11-26' };

/** Status and body of a response. */
export async function answered(response: Response): Promise<{ status: number; body: unknown }> {
  return { status: response.status, body: await response.json() };
}

export const basic = (name: string, secret: string) => ({ Authorization: `Basic ${btoa(`${name}:${secret}`)}` });
