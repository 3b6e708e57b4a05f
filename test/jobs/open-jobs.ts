/** Jobs in a folder, for tests: a few at a time, webhooks to this machine. */
import { type JobLimits, Jobs, type JobsOptions } from "../../src/jobs/jobs.ts";

export const LIMITS: JobLimits = { jobsAtOnce: 2, jobsPerClient: 3, jobsUnderWay: 100, jobDays: 182 };

export function openJobs(folder: string, options: Partial<JobsOptions> = {}): Jobs {
  const webhooks = { webhookHosts: [], webhookPrivate: false, publicUrl: "" };
  return new Jobs({ folder, limits: LIMITS, webhooks, ...options });
}
