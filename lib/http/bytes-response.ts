type Bytes = Uint8Array<ArrayBuffer>;

/** Statuses of responses without a body. */
const WITHOUT_BODY = [204, 205, 304];

/**
 * A response with its body in memory. `Response` copies a body into a stream when it is created, which takes ten times longer than the rest
 * of a response. This one does so when the body is first read: Next.js reads it, the Node adapter sends `content` instead.
 */
export class BytesResponse extends Response {
  readonly content: Bytes;
  #streamed: Response | undefined;

  /** @throws TypeError for a status without a body, such as 304 */
  constructor(content: Bytes, init?: ResponseInit) {
    if (WITHOUT_BODY.includes(init?.status ?? 200)) throw new TypeError(`A response with the status ${init?.status} has no body.`);
    super(null, init);
    this.content = content;
  }

  /** Sends JSON as `Response.json` does. */
  static override json(value: unknown, init?: ResponseInit): BytesResponse {
    const response = new BytesResponse(new TextEncoder().encode(JSON.stringify(value)), init);
    if (!response.headers.has('content-type')) response.headers.set('content-type', 'application/json');
    return response;
  }

  get #whole(): Response {
    this.#streamed ??= new Response(this.content, this);
    return this.#streamed;
  }

  override get body() {
    return this.#whole.body;
  }

  override get bodyUsed() {
    return this.#streamed?.bodyUsed ?? false;
  }

  override arrayBuffer() {
    return this.#whole.arrayBuffer();
  }

  override blob() {
    return this.#whole.blob();
  }

  /** Node 20's `Response` has no such method. */
  override async bytes() {
    return new Uint8Array(await this.arrayBuffer());
  }

  override formData() {
    return this.#whole.formData();
  }

  override json() {
    return this.#whole.json();
  }

  override text() {
    return this.#whole.text();
  }

  override clone() {
    return this.#whole.clone();
  }
}
