"""Pages of those who manage responsible officers: whose case is whose, and who may not see one."""
