import type { Service } from "../../src/service.ts";

const LOOK_UP_MILLISECONDS = 5;

/** A service whose look-ups take long. */
export function slow({ matching, ...rest }: Service): Service {
  return {
    ...rest,
    matching: new Proxy(matching, {
      get(target, member) {
        const value = Reflect.get(target, member);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          const until = performance.now() + LOOK_UP_MILLISECONDS;
          if (member === "writeAnswer" || member === "answer") while (performance.now() < until);
          return value.apply(target, given);
        };
      },
    }),
  };
}
