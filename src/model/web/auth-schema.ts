// The tables of auth_db: made by phase 6 and, again, by Auth itself when it starts; every statement may run any number of times.

/**
 * Galera (ha-operations §3): InnoDB, a primary key in every table, keys that every node can give out. `admin_guard` is one row that
 * every change of an administrator writes, so that two nodes cannot each take away "the other" administrator: certification sees only
 * rows that both wrote.
 */
export const authSchema: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS users (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    display_name VARCHAR(120) NOT NULL DEFAULT '',
    unix VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    role ENUM('user','operator','admin') NOT NULL DEFAULT 'user',
    password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    must_change TINYINT NOT NULL DEFAULT 0,
    disabled TINYINT NOT NULL DEFAULT 0,
    epoch INT UNSIGNED NOT NULL DEFAULT 0,
    oidc_subject VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    last_login_at DATETIME(3) NULL,
    UNIQUE KEY users_name (name),
    UNIQUE KEY users_unix (unix),
    UNIQUE KEY users_oidc (oidc_subject)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4`,
  `CREATE TABLE IF NOT EXISTS admin_guard (
    id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
    changes BIGINT UNSIGNED NOT NULL DEFAULT 0
  ) ENGINE=InnoDB`,
  'INSERT IGNORE INTO admin_guard (id, changes) VALUES (1, 0)',
];

/** Names of the tables, sorted: what `SHOW TABLES` says once the schema is there. */
export const authTables: readonly string[] = ['admin_guard', 'users'];
