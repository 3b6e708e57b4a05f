/** See rooms.cjs. */
export const ROOMS: readonly (readonly [room: string, allowed: readonly string[]])[];
