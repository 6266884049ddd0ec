-- The role under which Kardad runs on PostgreSQL: it may add proof and history, and has no right to change or remove them.
-- Run as the owner of the tables, after every `kardad prepare`; the password is set apart: ALTER ROLE kardad_app PASSWORD '…'.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kardad_app') THEN CREATE ROLE kardad_app LOGIN; END IF;
END $$;
GRANT USAGE ON SCHEMA public TO kardad_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kardad_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO kardad_app;
REVOKE UPDATE, DELETE, TRUNCATE ON core_event, evidence_entry, evidence_leaf, evidence_node FROM kardad_app;
REVOKE DELETE, TRUNCATE ON evidence_chain, evidence_key FROM kardad_app;
REVOKE UPDATE, DELETE, TRUNCATE ON evidence_root FROM kardad_app;
GRANT UPDATE (stamp, stamp_due_at) ON evidence_root TO kardad_app;
