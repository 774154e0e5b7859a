/**
 * `GET /healthz`, for load balancers and containers: answers as soon as the process serves. A handler and no endpoint, since it is the
 * empty one that the benchmark compares with.
 */
export async function getHealth(): Promise<Response> {
  return new Response(null, { status: 204 });
}
