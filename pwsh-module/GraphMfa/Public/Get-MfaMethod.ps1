function Get-MfaMethod {
    <#
    .SYNOPSIS
    Shows a person's authentication methods, and which one is the default.

    .DESCRIPTION
    Get-MfaMethod lists every registered method, the password included. Default says whether a method is the default
    second factor: yes, no, or possibly, where several methods of its kind exist and the service does not say which.

    Every method carries UserId and UserPrincipalName, so that it pipes on to the other commands; its own id is MethodId.
    What limits the view, such as an endpoint that does not show every kind, is told as a warning.

    .PARAMETER User
    Whose: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.Method

    .EXAMPLE
    Get-MfaMethod nora.lind@fabrikam.example

    Shows the methods of one person; the default is marked with an asterisk.

    .EXAMPLE
    Import-Csv people.csv | Get-MfaMethod | Where-Object Kind -eq phone | Export-Csv phones.csv

    Lists everybody's telephone numbers.

    .LINK
    Get-MfaResetPlan

    .LINK
    Reset-MfaUser
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.Method')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
    }
    process {
        foreach ($identity in @(Resolve-MfaIdentity -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput -Entry $resolved.Entry)) {
            if ($null -ne $identity.Error) {
                Write-MfaError $PSCmdlet $identity
                continue
            }
            $result = Invoke-MfaRequest $resolved.Entry ([ordered] @{ operation = 'listMethods'; user = $identity.User }) $identity.Target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            $inspection = $result.Response
            foreach ($method in $inspection.methods) { ConvertTo-MfaObject $method 'GraphMfa.Method' $inspection.user }
            Write-MfaNote (Get-MfaField $inspection 'notes') $inspection.user.userPrincipalName
        }
    }
}
