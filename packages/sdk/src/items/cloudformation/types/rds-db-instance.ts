import type { Adapter } from "../adapter.ts";
import { flag, integer, keyArn, listOf, pick, text, type Fields } from "../properties.ts";
import type { ValueObject } from "../value.ts";

/** What an instance of a cluster takes from the cluster, whatever the template says of the instance. */
const OF_CLUSTER: Fields = {
  allocatedStorage: ["AllocatedStorage", integer],
  backupRetentionPeriod: ["BackupRetentionPeriod", integer],
  copyTagsToSnapshot: ["CopyTagsToSnapshot", flag],
  dBName: ["DBName", text],
  deletionProtection: ["DeletionProtection", flag],
  enabledCloudwatchLogsExports: ["EnableCloudwatchLogsExports", listOf(text)],
  iAMDatabaseAuthenticationEnabled: ["EnableIAMDatabaseAuthentication", flag],
  masterUsername: ["MasterUsername", text],
  multiAZ: ["MultiAZ", flag],
  preferredBackupWindow: ["PreferredBackupWindow", text],
  storageType: ["StorageType", text],
};

/** What an instance takes from the snapshot or instance it is made of. */
const OF_SOURCE: Fields = { kmsKeyId: ["KmsKeyId", keyArn], storageEncrypted: ["StorageEncrypted", flag] };

/** What is always the instance's own. The engine's version is not: RDS completes it. */
const OWN: Fields = {
  autoMinorVersionUpgrade: ["AutoMinorVersionUpgrade", flag],
  availabilityZone: ["AvailabilityZone", text],
  cACertificateIdentifier: ["CACertificateIdentifier", text],
  dBClusterIdentifier: ["DBClusterIdentifier", text],
  dBInstanceClass: ["DBInstanceClass", text],
  engine: ["Engine", text],
  iops: ["Iops", integer],
  licenseModel: ["LicenseModel", text],
  maxAllocatedStorage: ["MaxAllocatedStorage", integer],
  monitoringInterval: ["MonitoringInterval", integer],
  monitoringRoleArn: ["MonitoringRoleArn", text],
  performanceInsightsEnabled: ["EnablePerformanceInsights", flag],
  preferredMaintenanceWindow: ["PreferredMaintenanceWindow", text],
  promotionTier: ["PromotionTier", integer],
  publiclyAccessible: ["PubliclyAccessible", flag],
};

const SOURCES = [
  "DBClusterSnapshotIdentifier",
  "DBSnapshotIdentifier",
  "SourceDBClusterIdentifier",
  "SourceDBInstanceAutomatedBackupsArn",
  "SourceDBInstanceIdentifier",
  "SourceDbiResourceId",
];

/**
 * RDS instances. Nothing has a default here: they depend on the engine, the cluster, the subnet group and the year.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html
 */
export const rdsDbInstance: Adapter = {
  resourceType: "AWS::RDS::DBInstance",
  convert({ properties }) {
    const given = text(properties["DBInstanceIdentifier"]);
    const identifier = typeof given === "string" ? given.toLowerCase() : given; // RDS stores identifiers so
    const isOfCluster = says(properties, ["DBClusterIdentifier"]);
    const isCopy = says(properties, SOURCES);
    return {
      resourceName: identifier,
      configuration: {
        dBInstanceIdentifier: identifier,
        ...pick(properties, OWN),
        ...(isOfCluster ? {} : pick(properties, OF_CLUSTER)),
        ...(isOfCluster || isCopy ? {} : pick(properties, OF_SOURCE)),
      },
    };
  },
};

function says(properties: ValueObject, names: readonly string[]): boolean {
  return names.some((name) => properties[name] !== undefined);
}
