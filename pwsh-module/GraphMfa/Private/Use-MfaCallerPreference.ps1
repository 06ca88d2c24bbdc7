function Use-MfaCallerPreference {
    # Brings the preference variables of whoever called a command into the command. A module sees global variables, but
    # not those of a script or of a wrapper function: without this, their -WhatIf would be ignored. It is what each command
    # does first, so that the functions that it calls are read here.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )
    Import-MfaFunction
    $preferences = @{
        ConfirmPreference     = 'Confirm'
        DebugPreference       = 'Debug'
        ErrorActionPreference = 'ErrorAction'
        InformationPreference = 'InformationAction'
        ProgressPreference    = 'ProgressAction'
        VerbosePreference     = 'Verbose'
        WarningPreference     = 'WarningAction'
        WhatIfPreference      = 'WhatIf'
    }
    foreach ($name in $preferences.Keys) {
        # A parameter of the command itself has the last word.
        if ($Cmdlet.MyInvocation.BoundParameters.ContainsKey($preferences[$name])) { continue }
        $variable = $Cmdlet.SessionState.PSVariable.Get($name)
        if ($null -ne $variable) {
            Set-Variable -Name $name -Value $variable.Value -Scope 1 -WhatIf:$false -Confirm:$false
        }
    }
}
