/**
 * Which Latin words end in -que without meaning "and"?
 */

/** Words in which -que is no enclitic "and" (Schinke et al. 1996, table 1). */
export const QUE_WORDS: ReadonlySet<string> = new Set(
  (
    "atque quoque neque itaque absque apsque abusque adaeque adusque denique deque susque oblique peraeque plenisque " +
    "quandoque quisque quaeque cuiusque cuique quemque quamque quaque quique quorumque quarumque quibusque quosque " +
    "quasque quotusquisque quousque ubique undique usque uterque utique utroque utribique torque coque concoque " +
    "contorque detorque decoque excoque extorque obtorque optorque retorque recoque attorque incoque intorque " +
    "praetorque"
  ).split(" "),
);
