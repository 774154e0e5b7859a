/** For load balancers and containers: answers as soon as the process serves. The empty handler that the benchmark compares with. */
export function GET(): Response {
  return new Response(null, { status: 204 });
}
