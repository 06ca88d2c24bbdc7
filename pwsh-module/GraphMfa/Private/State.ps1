# What this instance of the module knows. Native clients live in a process-wide table, see Get-MfaContextTable.
$script:GraphMfa = @{
    # Whether all functions are there, see Import-MfaFunction.
    Whole   = $false
    # The emitted type with the library's functions, once something needed it.
    Native  = $null
    # The ContextId of the context that commands use by default.
    Default = $null
    # ContextId of every context that this instance connected; its removal frees them. No command makes the list:
    # one of another module would have that module loaded at import.
    Owned   = [System.Collections.ArrayList] @()
    # A script block of the tests that sees each message of a job, with the job's handle.
    Watch   = $null
}
