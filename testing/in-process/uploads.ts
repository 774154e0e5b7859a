import type { TestApp, TestPerson } from '../app';
import { UPLOAD_REQUESTS, type UploadRequest } from '../uploads';
import type { Bytes } from './pictures';

export interface Upload {
  api: string;
  send(app: TestApp, person: TestPerson, image: Bytes): Promise<Response>;
}

const upload = ({ api, method, path, headers, body }: UploadRequest): Upload => ({
  api,
  send: (app, person, image) => app.ask(method, path(person), { headers: headers(person), body: body(image) }),
});

export const native = upload(UPLOAD_REQUESTS.native);
export const myCargoExtra = upload(UPLOAD_REQUESTS.myCargoExtra);
export const cloudreve = upload(UPLOAD_REQUESTS.cloudreve);
export const ulule = upload(UPLOAD_REQUESTS.ulule);
export const zulip = upload(UPLOAD_REQUESTS.zulip);

export const UPLOADS: readonly Upload[] = [native, myCargoExtra, cloudreve, ulule, zulip];
