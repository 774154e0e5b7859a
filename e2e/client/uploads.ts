import { UPLOAD_REQUESTS, type UploadRequest } from '@/testing/uploads';
import type { TestPerson } from './people';

export interface Upload {
  api: string;
  send(baseURL: string, person: TestPerson, image: Uint8Array<ArrayBuffer>): Promise<Response>;
}

const upload = ({ api, method, path, headers, body }: UploadRequest): Upload => ({
  api,
  send: (baseURL, person, image) => fetch(baseURL + path(person), { method, headers: headers(person), body: body(image) }),
});

export const native = upload(UPLOAD_REQUESTS.native);
export const myCargoExtra = upload(UPLOAD_REQUESTS.myCargoExtra);
export const cloudreve = upload(UPLOAD_REQUESTS.cloudreve);
export const ulule = upload(UPLOAD_REQUESTS.ulule);
export const zulip = upload(UPLOAD_REQUESTS.zulip);

export const UPLOADS: readonly Upload[] = [native, myCargoExtra, cloudreve, ulule, zulip];

/** Response of one API to one failure. */
export interface Words {
  status: number;
  body: unknown;
}
