import type { Router } from '@koa/router';
import { DOCTOR_ENDPOINT, type DoctorResponse } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { clientAddress } from '../../http/client-address.ts';
import { requestDeps } from '../../http/request-deps.ts';
import type { Ctx, State } from '../../http/state.ts';
import { readProof } from '../../tokens/doctor-proof.ts';
import { reportServer, type AskingRequest } from './report.ts';

/** How far a proof's time may be from the server's clock for a report, in seconds. */
const PROOF_WINDOW = 60;

/** Mounts what the doctor asks. For whoever cannot prove that they know `JWT_SECRET` it does not exist. */
export function doctorRoutes(router: Router<State>, deps: Deps): void {
  router.get(DOCTOR_ENDPOINT, async (ctx) => {
    const provenAt = readProof(deps.keyRing, bearerOf(ctx));
    if (provenAt === null) throw errors.notFound();
    const serverNow = deps.clock.now() / 1000;
    const body: DoctorResponse = { requestId: ctx.state.requestId, serverNow };
    if (Math.abs(serverNow - provenAt) <= PROOF_WINDOW) {
      // Only proven requests count, so that no stranger uses them up.
      await deps.limits.report();
      body.report = await reportServer(requestDeps(deps, ctx), requestOf(ctx));
    }
    ctx.body = body;
  });
}

function bearerOf(ctx: Ctx): string {
  return /^Bearer (\S+)$/i.exec(ctx.get('Authorization'))?.[1] ?? '';
}

function requestOf(ctx: Ctx): AskingRequest {
  return {
    client: clientAddress(ctx),
    peerPort: ctx.req.socket.remotePort ?? null,
    forwardedFor: ctx.get('X-Forwarded-For') || null,
    forwardedProto: ctx.get('X-Forwarded-Proto') || null,
  };
}
