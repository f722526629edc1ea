/** How AWS Config records a resource type that belongs to no Region. */
export interface GlobalRecording {
  /** The Region of the service's control plane in the `aws` partition. */
  readonly homeRegion: string;
  /** Four IAM types are recorded in every Region that had AWS Config before February 2022, the others at home only. */
  readonly recorded: "every-region" | "home-region";
  /** `documented` by the AWS Config Developer Guide, or concluded from the `service` having one control plane. */
  readonly basis: "documented" | "service";
}

/** Which field of a configuration item equals its `resourceId`, and what kind of identifier that is. */
export interface ResourceIdentifier {
  readonly kind: "id" | "name" | "arn";
  /** `arn`, `resourceName`, `accountId` or a property of `configuration`, as in `configuration.groupId`. */
  readonly path: string;
}

/** What is known of a resource type beside its name; a member is missing where nothing is known. */
export interface ResourceTypeNotes {
  /** Whether `ResourceTypes` lists the properties of its configuration. */
  readonly typed?: boolean;
  readonly global?: GlobalRecording;
  readonly resourceId?: ResourceIdentifier;
  /** With `${partition}`, `${region}`, `${accountId}`, `${resourceId}`, `${resourceName}`, `${configuration.…}`; `*` is not derivable. */
  readonly arnPattern?: string;
}
