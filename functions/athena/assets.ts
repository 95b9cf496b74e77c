/** Things with a tag, one of which can be asked for. */

/** Condition: of the asset asked for. */
export const ofAsset = "(subject_id = :asset OR device_id = :asset OR mac_address = :asset)";
